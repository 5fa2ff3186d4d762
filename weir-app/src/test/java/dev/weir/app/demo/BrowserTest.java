package dev.weir.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, xdg-open",
    "Mac OS X, open",
    "Windows 11, 'rundll32 url.dll,FileProtocolHandler'",
  })
  void command_ofASystem_isItsOwnForOpeningPages(String system, String command) {
    var page = URI.create("http://127.0.0.1:8080/");

    assertThat(String.join(" ", Browser.command(system, page))).isEqualTo(command + " " + page);
  }
}
