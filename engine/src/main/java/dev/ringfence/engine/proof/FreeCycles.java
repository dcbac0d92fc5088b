package dev.ringfence.engine.proof;

import java.util.Arrays;

/** Groups of facts that free moves lead between in circles: whoever has one has all. */
final class FreeCycles {
  private final StepColumns steps;
  private final StepColumns.Rows moves;
  private final int[] leaders;

  // Tarjan's algorithm without recursion: when a fact is done whose low link is itself, it and all
  // above it on the stack are one group.
  private final int[] order;
  private final int[] low;
  private final int[] nextMove;
  private final IntSequence path = new IntSequence();
  private final IntSequence stack = new IntSequence();
  private int visited;

  FreeCycles(StepColumns steps) {
    this.steps = steps;
    moves = steps.movesByPremise();
    leaders = new int[steps.factCount];
    Arrays.fill(leaders, -1);
    order = new int[steps.factCount];
    low = new int[steps.factCount];
    nextMove = Arrays.copyOf(moves.starts, steps.factCount);
    for (int fact = 0; fact < steps.factCount; fact++) {
      if (order[fact] == 0) {
        visitFrom(fact);
      }
    }
  }

  /** By fact: one fact of its group, the same for all; itself where it is alone. */
  int[] leaders() {
    return leaders;
  }

  private void visitFrom(int root) {
    enter(root);
    while (path.size() > 0) {
      int fact = path.get(path.size() - 1);
      int move = nextMove[fact];
      if (move < moves.starts[fact + 1] && steps.isFreeMove(moves.steps[move])) {
        nextMove[fact]++;
        int to = steps.to[moves.steps[move]];
        if (order[to] == 0) {
          enter(to);
        } else if (leaders[to] < 0) {
          low[fact] = Math.min(low[fact], order[to]);
        }
      } else {
        leave(fact);
      }
    }
  }

  private void enter(int fact) {
    order[fact] = ++visited;
    low[fact] = visited;
    path.add(fact);
    stack.add(fact);
  }

  private void leave(int fact) {
    path.removeLast();
    if (path.size() > 0) {
      int before = path.get(path.size() - 1);
      low[before] = Math.min(low[before], low[fact]);
    }
    if (low[fact] == order[fact]) {
      int member;
      do {
        member = stack.removeLast();
        leaders[member] = fact;
      } while (member != fact);
    }
  }
}
