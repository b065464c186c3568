package dev.gloss.server.eval;

/// Finds by how much the log-odds that a text is kept are to be scaled and shifted for a model,
/// from few of its texts: Platt's method (1999, "Probabilistic Outputs for Support Vector
/// Machines"), held to no change where the texts say little, by a normal prior.
///
/// @param scale by which log-odds are multiplied
/// @param offset what is added to them then
public record GateFit(double scale, double offset) {
  private static final double SCALE_VARIANCE = 0.3 * 0.3;
  private static final double OFFSET_VARIANCE = 0.7 * 0.7;
  private static final int STEPS = 30;

  /// Fits by Newton's method.
  ///
  /// @param logOdds what was foretold of each text
  /// @param kept whether it stood there
  static GateFit of(double[] logOdds, boolean[] kept) {
    double scale = 1;
    double offset = 0;
    for (int step = 0; step < STEPS; step++) {
      double slopeScale = -(scale - 1) / SCALE_VARIANCE;
      double slopeOffset = -offset / OFFSET_VARIANCE;
      double scaleScale = 1 / SCALE_VARIANCE;
      double offsetOffset = 1 / OFFSET_VARIANCE;
      double scaleOffset = 0;
      for (int i = 0; i < logOdds.length; i++) {
        double p = 1 / (1 + Math.exp(-(scale * logOdds[i] + offset)));
        double miss = (kept[i] ? 1 : 0) - p;
        double curve = p * (1 - p);
        slopeScale += miss * logOdds[i];
        slopeOffset += miss;
        scaleScale += curve * logOdds[i] * logOdds[i];
        offsetOffset += curve;
        scaleOffset += curve * logOdds[i];
      }
      double determinant = scaleScale * offsetOffset - scaleOffset * scaleOffset;
      scale += (offsetOffset * slopeScale - scaleOffset * slopeOffset) / determinant;
      offset += (scaleScale * slopeOffset - scaleOffset * slopeScale) / determinant;
    }
    return new GateFit(scale, offset);
  }
}
