package dev.gloss.inference.tokenizer;

import java.util.Arrays;

/// A binary heap of longs, the least first. Not safe for use by several threads.
final class MergeQueue {
  private long[] heap = new long[0];
  private int size;
  private long steps;

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /// How many entries were moved or compared so far.
  long steps() {
    return steps;
  }

  void add(long entry) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, Math.max(256, size * 2));
    }
    int hole = size++;
    while (hole > 0) {
      steps++;
      int parent = (hole - 1) >>> 1;
      if (heap[parent] <= entry) {
        break;
      }
      heap[hole] = heap[parent];
      hole = parent;
    }
    heap[hole] = entry;
  }

  /// Takes the least entry out of a queue that is not empty.
  long poll() {
    long least = heap[0];
    long last = heap[--size];
    int hole = 0;
    for (int child = 1; child < size; child = 2 * hole + 1) {
      steps++;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (last <= heap[child]) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = last;
    return least;
  }
}
