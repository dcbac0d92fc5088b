package dev.ringfence.engine.access;

/**
 * What was asked of {@link Access} beside who there is: noted while somebody asks, so that whoever
 * asked for nothing that differs is known to hear the same again. Noted is what was really asked,
 * not what somebody says that he asks.
 */
public final class AccessReads {

  private long permissions;
  private long namedPermissions;
  private boolean requests;
  private boolean gains;
  private boolean accounts;

  void note(Permission permission) {
    permissions |= permission.bit();
  }

  /** Somebody asked for the rights over single names only. */
  void noteNamed(Permission permission) {
    namedPermissions |= permission.bit();
  }

  void noteRequest() {
    requests = true;
  }

  void noteAccounts() {
    accounts = true;
  }

  void noteGains() {
    gains = true;
  }

  /** Whether single requests were asked about, which any binding may decide. */
  public boolean askedForRequests() {
    return requests;
  }

  /** Whether something that differs was asked for. */
  public boolean anyOf(AccessChange change) {
    return (requests && change.requests())
        || (gains && change.gains())
        || (accounts && change.accounts())
        || (permissions & change.permissions()) != 0
        || (namedPermissions & change.namedPermissions()) != 0;
  }
}
