package dev.ringfence.engine.admission.check;

/** Why a check refuses: a constant reason, and what in this pod. */
public record Refusal(String reason, String detail) {}
