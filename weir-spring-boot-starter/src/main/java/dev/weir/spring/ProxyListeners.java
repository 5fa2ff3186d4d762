package dev.weir.spring;

import dev.weir.livestore.proxy.ProxyListener;
import dev.weir.livestore.proxy.PushDecision;
import dev.weir.livestore.proxy.Refusal;
import java.util.List;
import java.util.function.Consumer;

/// Several listeners as one.
record ProxyListeners(List<ProxyListener> all) implements ProxyListener {
  static ProxyListener of(List<ProxyListener> all) {
    return switch (all.size()) {
      case 0 -> ProxyListener.NONE;
      case 1 -> all.getFirst();
      default -> new ProxyListeners(all);
    };
  }

  private void tell(Consumer<ProxyListener> what) {
    all.forEach(what);
  }

  @Override
  public void pushDecided(PushDecision decision, int events, long bytes, long nanos) {
    tell(each -> each.pushDecided(decision, events, bytes, nanos));
  }

  @Override
  public void pushRefused(Refusal why) {
    tell(each -> each.pushRefused(why));
  }

  @Override
  public void pullRefused(Refusal why) {
    tell(each -> each.pullRefused(why));
  }

  @Override
  public void pushDelayed(long nanos) {
    tell(each -> each.pushDelayed(nanos));
  }

  @Override
  public void pullDelayed() {
    tell(ProxyListener::pullDelayed);
  }

  @Override
  public void appended(int events, long meteredBytes, long nanos) {
    tell(each -> each.appended(events, meteredBytes, nanos));
  }

  @Override
  public void appendOvertaken() {
    tell(ProxyListener::appendOvertaken);
  }

  @Override
  public void livePullsChanged(int by) {
    tell(each -> each.livePullsChanged(by));
  }

  @Override
  public void upstreamSessionsChanged(int by) {
    tell(each -> each.upstreamSessionsChanged(by));
  }

  @Override
  public void openStoresChanged(int by) {
    tell(each -> each.openStoresChanged(by));
  }

  @Override
  public void livePageSent(int events, long bytes) {
    tell(each -> each.livePageSent(events, bytes));
  }

  @Override
  public void delivered(long nanos) {
    tell(each -> each.delivered(nanos));
  }

  @Override
  public void catchUpPageSent(int events, long bytes) {
    tell(each -> each.catchUpPageSent(events, bytes));
  }
}
