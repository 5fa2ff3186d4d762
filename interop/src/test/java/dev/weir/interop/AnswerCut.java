package dev.weir.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;

/// An answer that is passed back up to the place where its [Trouble] cuts it. One that has no such
/// place is passed back whole.
final class AnswerCut {
  private final Trouble trouble;
  private final boolean chunked;
  private final HttpBody answer;
  private final Socket client;

  AnswerCut(Trouble trouble, boolean chunked, HttpBody answer, Socket client) {
    this.trouble = trouble;
    this.chunked = chunked;
    this.answer = answer;
    this.client = client;
  }

  void relay() throws IOException, InterruptedException {
    var passed = 0;
    var page = false;
    for (var next = answer.next(); next.isPresent(); next = answer.next()) {
      var part = next.get();
      if (trouble.fault() instanceof Fault.CutAfter(int bytes) && passed + part.length >= bytes) {
        pass(Arrays.copyOf(part, bytes - passed));
        Middleman.reset(client);
        return;
      }
      pass(part);
      passed += part.length;
      page |= new String(part, UTF_8).contains("event: batch");
      if (page && trouble.fault() instanceof Fault.CutWithinPage) {
        trouble.awaitOver();
        Middleman.reset(client);
        return;
      }
      if (page && trouble.fault() instanceof Fault.CutBehindPage && !answer.hasMoreAtHand()) {
        Middleman.reset(client);
        return;
      }
    }
    end(page);
  }

  private void pass(byte[] part) throws IOException {
    var out = client.getOutputStream();
    out.write(chunked ? HttpBody.chunk(part) : part);
    out.flush();
  }

  private void end(boolean page) throws IOException {
    var out = client.getOutputStream();
    out.write(chunked ? HttpBody.LAST_CHUNK : new byte[0]);
    out.flush();
    if (page) {
      Middleman.reset(client);
    }
  }
}
