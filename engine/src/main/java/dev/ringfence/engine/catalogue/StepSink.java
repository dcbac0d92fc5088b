package dev.ringfence.engine.catalogue;

import dev.ringfence.engine.assumption.Assumption;
import dev.ringfence.engine.assumption.Assumptions;
import dev.ringfence.engine.verdict.Boundary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps that rows derive. A step is begun by its conclusion and ended by {@link
 * Draft#add()}:
 *
 * <pre>{@code
 * steps.to(facts.holds(account)).from(facts.code(podClass)).add();
 * steps.to(facts.node(n)).from(facts.codeOn(c, n)).breaking(kernel).assuming(x).add();
 * }</pre>
 *
 * <p>A step whose assumption somebody refuted is dropped; one whose assumption somebody confirmed
 * rests on nothing. The draft is one reused object: finish a step before beginning the next.
 */
public final class StepSink {

  /** Where finished steps go. */
  public interface Target {
    void step(
        int row,
        int conclusion,
        int[] premises,
        int[] boundaries,
        int[] assumptions,
        long @Nullable [] attackers);

    /** A fact that a tenant has from the beginning. */
    void start(int tenant, int fact, int[] assumptions);
  }

  private static final int[] NOTHING = {};

  private final Target target;
  private final Assumptions assumptions;
  private final Map<Boundary, Integer> boundaryIds = new HashMap<>();
  private final List<Boundary> boundaries = new ArrayList<>();
  private final Draft draft = new Draft();
  private int row;
  private int[] unlessClosed = new int[0];

  public StepSink(Target target, Assumptions assumptions) {
    this.target = target;
    this.assumptions = assumptions;
  }

  /** Steps from here on are this row's. */
  public void row(int index) {
    row(index, List.of());
  }

  /**
   * Steps from here on are this row's.
   *
   * @param unlessClosed what is feared of unread objects that would take steps of the row away;
   *     steps that break a boundary do not rest on it. Stating otherwise cannot close a step,
   *     because nobody can tell which.
   */
  public void row(int index, List<Assumption> unlessClosed) {
    this.row = index;
    this.unlessClosed =
        unlessClosed.stream()
            .mapToInt(assumptions::fear)
            .filter(feared -> feared != Assumptions.CONFIRMED)
            .toArray();
  }

  /** The id of a boundary; equal boundaries are one, wherever they stand. */
  public int boundary(Boundary boundary) {
    Integer known = boundaryIds.get(boundary);
    if (known != null) {
      return known;
    }
    boundaryIds.put(boundary, boundaries.size());
    boundaries.add(boundary);
    return boundaries.size() - 1;
  }

  /** All boundaries named so far, by id. */
  public List<Boundary> boundaries() {
    return List.copyOf(boundaries);
  }

  /** Begins a step to this conclusion. */
  public Draft to(int conclusion) {
    return draft.begin(conclusion);
  }

  /** A fact that a tenant has from the beginning. */
  public void start(int tenant, int fact) {
    target.start(tenant, fact, new int[0]);
  }

  /** A fact that a tenant has from the beginning if the assumption is as bad as feared. */
  public void start(int tenant, int fact, Assumption assumption) {
    int index = assumptions.ask(assumption);
    if (index == Assumptions.CONFIRMED) {
      target.start(tenant, fact, new int[0]);
    } else if (index != Assumptions.REFUTED) {
      target.start(tenant, fact, new int[] {index});
    }
  }

  /** A step that is being put together. */
  public final class Draft {
    private int conclusion;
    private int premiseCount;
    private int[] premises = new int[8];
    private int boundaryCount;
    private int[] failing = new int[8];
    private int assumptionCount;
    private int[] feared = new int[8];
    private long @Nullable [] attackers;
    private boolean refuted;

    private Draft begin(int to) {
      conclusion = to;
      premiseCount = 0;
      boundaryCount = 0;
      assumptionCount = 0;
      attackers = null;
      refuted = false;
      return this;
    }

    /** One more premise; all are needed. */
    public Draft from(int fact) {
      if (premiseCount == premises.length) {
        premises = Arrays.copyOf(premises, premiseCount * 2);
      }
      premises[premiseCount++] = fact;
      return this;
    }

    /** One more boundary that must fail; {@link StepSink#boundary} gives its id. */
    public Draft breaking(int boundary) {
      if (boundaryCount == failing.length) {
        failing = Arrays.copyOf(failing, boundaryCount * 2);
      }
      failing[boundaryCount++] = boundary;
      return this;
    }

    public Draft breaking(Boundary boundary) {
      return breaking(boundary(boundary));
    }

    /** The step exists only if this is as bad as feared. */
    public Draft assuming(Assumption assumption) {
      int index = assumptions.ask(assumption);
      if (index == Assumptions.REFUTED) {
        refuted = true;
      } else if (index != Assumptions.CONFIRMED) {
        fear(index);
      }
      return this;
    }

    private void fear(int index) {
      if (assumptionCount == feared.length) {
        feared = Arrays.copyOf(feared, assumptionCount * 2);
      }
      feared[assumptionCount++] = index;
    }

    /** Only these attackers (a bit a tenant) can take the step. */
    public Draft onlyFor(long[] tenants) {
      attackers = tenants;
      return this;
    }

    public void add() {
      if (boundaryCount == 0) {
        for (int index : unlessClosed) {
          fear(index);
        }
      }
      if (!refuted) {
        target.step(
            row,
            conclusion,
            first(premises, premiseCount),
            first(failing, boundaryCount),
            first(feared, assumptionCount),
            attackers);
      }
    }

    private static int[] first(int[] all, int count) {
      return count == 0 ? NOTHING : Arrays.copyOf(all, count);
    }
  }
}
