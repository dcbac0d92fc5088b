package dev.ringfence.testbed.identity;

/** What a client shows to be recognised. */
public sealed interface Credentials permits IssuedCertificate, BearerToken, NoCredentials {
  /** Who it is, for names of files and for messages; not necessarily what the server calls it. */
  String holder();
}
