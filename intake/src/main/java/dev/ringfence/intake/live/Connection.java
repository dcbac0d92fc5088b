package dev.ringfence.intake.live;

import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to an API server.
 *
 * @param name the context's name, for people
 * @param headers names and values that authenticate each request
 * @param proxy an HTTP proxy on the way, or null
 */
record Connection(
    String name, URI server, SSLContext trust, List<String> headers, @Nullable URI proxy) {

  /** Server and context, for messages. */
  String describe() {
    return server + " (context " + name + ")";
  }
}
