package dev.gloss.inference.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gloss.inference.checkpoint.CheckpointModel;
import dev.gloss.inference.cpu.CpuOptions.KernelChoice;
import dev.gloss.inference.testing.GoldenModel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The forward pass against reference code, on all golden checkpoints.
final class GoldenForwardTest {
  private static final float LOGIT_TOLERANCE = 1e-3f;
  private static final float TRACE_TOLERANCE = 1e-3f;
  private static final int CACHE_TOKENS = 256;

  static Stream<Arguments> modelsAndKernels() {
    return Arrays.stream(GoldenModel.values())
        .flatMap(
            model ->
                Stream.of(KernelChoice.SCALAR, KernelChoice.VECTOR)
                    .map(choice -> Arguments.of(model, choice)));
  }

  static Stream<Arguments> modelsWithMtp() {
    return modelsAndKernels().filter(a -> ((GoldenModel) a.get()[0]).golden().has("mtp"));
  }

  private interface Check {
    void run(CpuBackend backend, JsonNode golden);
  }

  private static void check(GoldenModel golden, KernelChoice choice, Check check) {
    CpuOptions options = new CpuOptions(2, CACHE_TOKENS, choice);
    try (CheckpointModel model = CheckpointModel.open(golden.folder());
        CpuBackend backend = CpuBackend.open(model, options)) {
      check.run(backend, golden.golden());
    }
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void logitsOfEveryPosition(GoldenModel golden, KernelChoice choice) {
    check(
        golden,
        choice,
        (backend, expected) -> {
          for (JsonNode prompt : expected.get("prompts")) {
            int[] ids = GoldenModel.ints(prompt.get("ids"));
            float[][] logits = new SequenceRunner(backend, 0).add(ids).finish(ids.length);
            String name = prompt.get("name").asText();
            assertArrayEquals(
                GoldenModel.floats(prompt.get("last_logits")),
                logits[ids.length - 1],
                LOGIT_TOLERANCE,
                name);
            for (int i = 0; i < ids.length; i++) {
              checkTop(prompt.get("top5").get(i), logits[i], name + " position " + i);
            }
            for (int i = 0; i < prompt.path("logits").size(); i++) {
              float[] all = GoldenModel.floats(prompt.get("logits").get(i));
              assertArrayEquals(all, logits[i], LOGIT_TOLERANCE, name + " position " + i);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void greedyTokensOneByOne(GoldenModel golden, KernelChoice choice) {
    check(
        golden,
        choice,
        (backend, expected) -> {
          for (JsonNode prompt : expected.get("prompts")) {
            int[] ids = GoldenModel.ints(prompt.get("ids"));
            SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids);
            List<Integer> tokens = new ArrayList<>();
            float[][] logits = sequence.finish(ids.length);
            while (tokens.size() < prompt.get("greedy").size()) {
              int next = SequenceRunner.best(logits[logits.length - 1]);
              tokens.add(next);
              logits = sequence.add(next).step(1);
            }
            checkGreedy(prompt, tokens);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void greedyTokensRecomputedFromTheStart(GoldenModel golden, KernelChoice choice) {
    check(
        golden,
        choice,
        (backend, expected) -> {
          JsonNode prompt = expected.get("prompts").get(1);
          int[] ids = GoldenModel.ints(prompt.get("ids"));
          List<Integer> tokens = new ArrayList<>();
          while (tokens.size() < prompt.get("greedy").size()) {
            SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids);
            tokens.forEach(sequence::add);
            float[][] logits = sequence.finish(sequence.length());
            tokens.add(SequenceRunner.best(logits[logits.length - 1]));
          }
          checkGreedy(prompt, tokens);
        });
  }

  @ParameterizedTest
  @MethodSource("modelsAndKernels")
  void everyLayerAndItsExperts(GoldenModel golden, KernelChoice choice) {
    check(
        golden,
        choice,
        (backend, expected) -> {
          for (JsonNode trace : expected.path("traces")) {
            int[] ids = GoldenModel.ints(promptNamed(expected, trace.get("prompt").asText()));
            int[] layers = {0};
            backend.observe(
                (layer, attentionOutput, hidden, feedForward) -> {
                  layers[0]++;
                  JsonNode node = trace.get("layers").get(layer);
                  String at = trace.get("prompt").asText() + " layer " + layer;
                  int last = ids.length - 1;
                  checkRow(node.get("attn_out"), attentionOutput, last, at + " attn_out");
                  checkRow(node.get("hidden"), hidden, last, at + " hidden");
                  if (feedForward instanceof MoeFeedForward moe) {
                    checkExperts(node, moe, ids.length, at);
                  }
                });
            new SequenceRunner(backend, 0).add(ids).finish(ids.length);
            backend.observe(null);
            assertEquals(trace.get("layers").size(), layers[0]);
            checkRow(trace.get("final_norm"), backend.scored(), ids.length - 1, "final_norm");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("modelsWithMtp")
  void multiTokenPredictionOfEveryPosition(GoldenModel golden, KernelChoice choice) {
    check(
        golden,
        choice,
        (backend, expected) -> {
          for (JsonNode mtp : expected.get("mtp")) {
            String name = mtp.get("prompt").asText();
            int[] ids = GoldenModel.ints(promptNamed(expected, name));
            int[] nextIds = GoldenModel.ints(mtp.get("next_ids"));
            JsonNode postNorm = mtp.get("post_norm");
            SequenceRunner sequence = new SequenceRunner(backend, 0).add(ids[0]);
            float[] logits = {};
            for (int i = 0; i < ids.length; i++) {
              sequence.step(1);
              logits = sequence.add(nextIds[i]).draft();
              checkTop(postNorm.get("top5").get(i), logits, name + " index " + i);
            }
            float[] last = GoldenModel.floats(postNorm.get("last_logits"));
            assertArrayEquals(last, logits, LOGIT_TOLERANCE, name);
            SequenceRunner whole = new SequenceRunner(backend, 0).add(ids);
            whole.step(ids.length);
            logits = whole.add(nextIds[ids.length - 1]).draft();
            assertArrayEquals(last, logits, LOGIT_TOLERANCE, name + " in one step");
            if (mtp.has("greedy_drafts")) {
              checkDrafts(promptNode(expected, name), mtp, whole, logits);
            }
          }
        });
  }

  private static void checkDrafts(
      JsonNode prompt, JsonNode mtp, SequenceRunner sequence, float[] firstDraft) {
    int[] greedy = GoldenModel.ints(prompt.get("greedy"));
    int[] expected = GoldenModel.ints(mtp.get("greedy_drafts"));
    int[] drafts = new int[expected.length];
    float[] logits = firstDraft;
    for (int j = 0; j < drafts.length; j++) {
      drafts[j] = SequenceRunner.best(logits);
      sequence.step(1);
      logits = sequence.add(greedy[j + 1]).draft();
    }
    assertArrayEquals(expected, drafts, prompt.get("name").asText() + " drafts");
  }

  private static void checkGreedy(JsonNode prompt, List<Integer> tokens) {
    assertArrayEquals(
        GoldenModel.ints(prompt.get("greedy")),
        tokens.stream().mapToInt(Integer::intValue).toArray(),
        prompt.get("name").asText());
  }

  private static void checkTop(JsonNode top, float[] logits, String where) {
    Integer[] order = new Integer[logits.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(logits[b], logits[a]));
    for (int i = 0; i < top.size(); i++) {
      int id = top.get(i).get(0).intValue();
      assertEquals(id, order[i].intValue(), where + " rank " + i);
      assertEquals(top.get(i).get(1).floatValue(), logits[id], LOGIT_TOLERANCE, where);
    }
  }

  private static void checkRow(JsonNode expected, Rows rows, int row, String where) {
    assertArrayEquals(GoldenModel.floats(expected), numbers(rows, row), TRACE_TOLERANCE, where);
  }

  private static float[] numbers(Rows rows, int row) {
    MemorySegment numbers =
        rows.segment().asSlice(rows.offset(row), (long) rows.width() * Float.BYTES);
    return numbers.toArray(ValueLayout.JAVA_FLOAT);
  }

  private static void checkExperts(JsonNode node, MoeFeedForward moe, int rows, String where) {
    JsonNode experts = node.get("experts");
    int first = rows - experts.size();
    for (int i = 0; i < experts.size(); i++) {
      int[] expected = GoldenModel.ints(experts.get(i));
      float[] weights = GoldenModel.floats(node.get("expert_weights").get(i));
      for (int n = 0; n < expected.length; n++) {
        assertEquals(expected[n], moe.chosen(first + i, n), where + " row " + (first + i));
        assertEquals(
            weights[n], moe.weight(first + i, n), 1e-4f * Math.abs(weights[n]) + 1e-5f, where);
      }
    }
  }

  private static JsonNode promptNode(JsonNode expected, String name) {
    for (JsonNode prompt : expected.get("prompts")) {
      if (prompt.get("name").asText().equals(name)) {
        return prompt;
      }
    }
    throw new AssertionError("no prompt " + name);
  }

  private static JsonNode promptNamed(JsonNode expected, String name) {
    return promptNode(expected, name).get("ids");
  }
}
