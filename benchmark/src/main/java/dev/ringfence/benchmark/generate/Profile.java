package dev.ringfence.benchmark.generate;

/** The kinds of tenants that a generated cluster mixes, in the shares that the numbers give. */
enum Profile {
  /** Internal teams: trusted, shared nodes, few fences. */
  TEAM(50, "Trusted", "FirstParty", "Ordinary", "shared"),
  /** Customers whose code the platform runs: network policies and restricted pods. */
  CUSTOMER(30, "Untrusted", "FirstParty", "Ordinary", "shared"),
  /** Customers who upload code: gVisor on a pool of their own kind. */
  UPLOADS(10, "Untrusted", "Arbitrary", "Ordinary", "sandbox"),
  /** Payments and the like: dedicated nodes. */
  CRITICAL(10, "Trusted", "FirstParty", "Critical", "dedicated");

  final int share;
  final String trust;
  final String code;
  final String data;
  final String pool;

  Profile(int share, String trust, String code, String data, String pool) {
    this.share = share;
    this.trust = trust;
    this.code = code;
    this.data = data;
    this.pool = pool;
  }

  /** The profile of a tenant by its number: shares per hundred, interleaved. */
  static Profile of(int tenant) {
    int position = tenant * 37 % 100;
    for (Profile profile : values()) {
      position -= profile.share;
      if (position < 0) {
        return profile;
      }
    }
    throw new IllegalStateException("shares do not add up to a hundred");
  }
}
