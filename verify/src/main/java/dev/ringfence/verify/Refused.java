package dev.ringfence.verify;

/** The file is no certificate that this version reads; the message says why. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  public Refused(String message) {
    super(message);
  }
}
