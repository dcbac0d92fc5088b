package dev.ringfence.testbed.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What the server answered.
 *
 * @param request what was asked and by whom, for messages
 * @param status the HTTP status code
 * @param body as it came
 * @param headers by name in lower case, the first value of each
 */
public record ApiResponse(String request, int status, String body, Map<String, String> headers) {
  private static final int FIRST_ERROR = 400;

  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  public boolean isSuccess() {
    return status < FIRST_ERROR;
  }

  /** The body as JSON; of a body that is none, an error that shows it. */
  public JsonNode json() {
    return Json.parse(body, request);
  }

  /** The server's reason for a refusal: the {@code message} of its {@code Status}. */
  public String message() {
    if (body.startsWith("{")) {
      String message = json().path("message").asText();
      return message.isEmpty() ? body : message;
    }
    return body;
  }

  /**
   * This response, if it is a success.
   *
   * @throws Refused if it is not
   */
  public ApiResponse orThrow() {
    if (!isSuccess()) {
      throw new Refused(this);
    }
    return this;
  }

  /** The server refused a request that had to succeed. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // a record of text, never serialised
    private final ApiResponse response;

    Refused(ApiResponse response) {
      super(response.request() + " was refused: " + response.status() + ", " + response.message());
      this.response = response;
    }

    public ApiResponse response() {
      return response;
    }
  }
}
