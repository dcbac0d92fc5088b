package dev.ringfence.fence;

/** A certificate signing request whose key nobody has. */
final class Csr {

  static final String PEM_BASE64 =
      """
      LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISU1IRUNBUUF3RHpFTk1Bc0dB\
      MVVFQXd3RWJXbHVaVEJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSApBMElBQkpxKzNPUENW\
      Z1BtT1MrS3lOV0NqYnUzQW93MUQ1TjhzaklZKythaVRPbjVEOW5ncFZuRkMzZUxLUGN2ClYrNCt3\
      V05jK0tvSGg0ZDgrT1NrS0lkNmJVS2dBREFLQmdncWhrak9QUVFEQWdOSEFEQkVBaUJDV1RCQk5F\
      cmcKeFRHZFlRdVFrVWJqeU1xYWV1SlhxSFBWTU5XWGpISmxLQUlnQlN1MXNHejlvRWd1VmlPdXND\
      UnpRQjVKdmFmcwp0ZmxiRlVabXF3Smt2NWs9Ci0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1Qt\
      LS0tLQo=\
      """;

  private Csr() {}
}
