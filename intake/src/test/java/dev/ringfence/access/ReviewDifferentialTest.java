package dev.ringfence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.access.Request;
import dev.ringfence.engine.access.Requester;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.RealControlPlane;
import dev.ringfence.testbed.api.AccessReview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random reviews, asked of the real API server and of the engine. The system property {@code
 * ringfence.reviews} sets how many; a full run has 200,000 and more.
 */
@RealControlPlane
class ReviewDifferentialTest {

  private static final int REVIEWS = Integer.getInteger("ringfence.reviews", 4_000);
  private static final int REVIEWS_OF_A_WORLD = 1_000;
  private static final long SEED = Long.getLong("ringfence.seed", 20_261L);

  /** How long the server's caches and the aggregation controller may take to see new objects. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private record Review(Requester requester, Request request) {}

  @BeforeEach
  void startAfresh(ControlPlane plane) {
    plane.reset();
  }

  @Test
  void everyReviewIsAnsweredAsTheServerAnswersIt(ControlPlane plane) throws InterruptedException {
    int asked = 0;
    int allowed = 0;
    for (int world = 0; world * REVIEWS_OF_A_WORLD < REVIEWS; world++) {
      if (world > 0) {
        plane.reset();
      }
      RandomRbac random = new RandomRbac(SEED + world);
      for (String namespace : RandomRbac.NAMESPACES) {
        plane
            .administrator()
            .post(
                "/api/v1/namespaces",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                    .formatted(namespace))
            .orThrow();
      }
      for (RandomRbac.Document document : random.world()) {
        plane
            .administrator()
            .post("/apis/rbac.authorization.k8s.io/v1" + document.path(), document.json())
            .orThrow();
      }
      Access access =
          Access.of(ServerRbac.read(plane.administrator(), Cluster.SourceKind.MANIFESTS));
      List<Review> reviews = new ArrayList<>();
      for (int review = 0; review < REVIEWS_OF_A_WORLD; review++) {
        reviews.add(new Review(random.requester(), random.request()));
      }
      assertThat(disagreements(plane, access, reviews)).isEmpty();
      asked += reviews.size();
      for (Review review : reviews) {
        allowed += access.allowed(review.requester(), review.request()) ? 1 : 0;
      }
    }
    System.out.println(asked + " reviews, of them allowed " + allowed);
    assertThat(allowed).as("a test of denials alone tests little").isGreaterThan(asked / 10);
    assertThat(allowed).isLessThan(asked * 9 / 10);
  }

  /** What differs; asked again until caches have settled, so that only what stays is told. */
  private static List<String> disagreements(ControlPlane plane, Access access, List<Review> reviews)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    List<Review> open = reviews;
    while (true) {
      List<Review> differing =
          open.parallelStream()
              .filter(
                  review ->
                      access.allowed(review.requester(), review.request())
                          != ask(plane, review).allowed())
              .toList();
      if (differing.isEmpty() && open.size() == reviews.size()) {
        return List.of();
      }
      if (Instant.now().isAfter(end)) {
        return differing.stream()
            .map(
                review ->
                    review.requester()
                        + " "
                        + review.request()
                        + ": the server says "
                        + ask(plane, review)
                        + ", the engine "
                        + access.grants(review.requester(), review.request()))
            .toList();
      }
      // All again once the differing ones agree: a cache may have moved the others meanwhile.
      open = differing.isEmpty() ? reviews : differing;
      Thread.sleep(500);
    }
  }

  private static AccessReview.Answer ask(ControlPlane plane, Review review) {
    Requester requester = review.requester();
    Request request = review.request();
    if (!request.path().isEmpty()) {
      return plane.ask(
          AccessReview.ofPath(
              requester.user(), requester.groups(), request.verb(), request.path()));
    }
    String resource =
        request.resource()
            + (request.group().isEmpty() ? "" : "." + request.group())
            + (request.subresource().isEmpty() ? "" : "/" + request.subresource())
            + (request.name().isEmpty() ? "" : "=" + request.name());
    return plane.ask(
        AccessReview.of(
            requester.user(), requester.groups(), request.namespace(), request.verb(), resource));
  }
}
