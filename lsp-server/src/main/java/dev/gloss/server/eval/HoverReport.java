package dev.gloss.server.eval;

import java.util.List;

/// How well hovers find declarations.
///
/// @param places names that were pointed at and whose meaning the compiler knows
/// @param declaredHere how many of them are declared in the files
/// @param resolved how many of those were found
/// @param resolvedShare the same as a share
/// @param elsewhere how many are declared outside, in the JDK
/// @param named how many of those were named
/// @param wrong how often another declaration was shown than the right one
/// @param facts facts about methods that were compared
/// @param factsTrue how many of them are true
/// @param firstMillis time of the first place in each folder
/// @param p50Millis median time of a place
/// @param p95Millis time that 95 % of the places do not exceed
/// @param faults what was wrong, in words
public record HoverReport(
    int places,
    int declaredHere,
    int resolved,
    Interval resolvedShare,
    int elsewhere,
    int named,
    int wrong,
    int facts,
    int factsTrue,
    List<Double> firstMillis,
    double p50Millis,
    double p95Millis,
    List<String> faults) {}
