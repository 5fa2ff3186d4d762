package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/// That a wrong answer would be noticed.
class OpenApiTest {
  private static final String DOCUMENT =
      """
      {"paths": {"/streams/{stream}": {"get": {"responses": {"200": {"content": {
         "application/json": {"schema": {"$ref": "#/components/schemas/Info"}}}}}}}},
       "components": {"schemas": {
         "Info": {"type": "object", "required": ["name"], "properties": {
           "name": {"type": "string"}, "age": {"$ref": "#/components/schemas/Age"}}},
         "Age": {"type": "integer", "minimum": 1}}}}
      """;

  private static void validate(String target, int status, String body)
      throws JsonProcessingException {
    new OpenApi(new ObjectMapper().readTree(DOCUMENT))
        .validate("GET", target, new Http.Answer(status, "", body.getBytes(UTF_8)));
  }

  @Test
  void answer_asTheDocumentSays_passes() throws JsonProcessingException {
    validate("/v1/streams/a%2Fb?x=1", 200, "{\"name\":\"a\",\"age\":18446744073709551615}");
  }

  @Test
  void answer_withAnotherShape_fails() {
    for (var body : new String[] {"{}", "{\"name\":1}", "{\"name\":\"a\",\"age\":0}"}) {
      assertThatThrownBy(() -> validate("/v1/streams/a", 200, body))
          .as(body)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("not as S2's OpenAPI document says");
    }
  }

  @Test
  void answer_withAFieldThatTheDocumentLacks_fails() {
    assertThatThrownBy(() -> validate("/v1/streams/a", 200, "{\"name\":\"a\",\"agee\":1}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("agee");
  }

  @Test
  void answer_thatTheDocumentLacks_fails() {
    assertThatThrownBy(() -> validate("/v1/streams/a", 201, "{\"name\":\"a\"}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not know");
    assertThatThrownBy(() -> validate("/v1/other", 200, "{}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not know");
  }
}
