package dev.ringfence.engine.access;

/**
 * What was asked of {@link Access} beside who there is: noted while somebody asks, so that whoever
 * asked for nothing that differs is known to hear the same again. Noted is what was really asked,
 * not what somebody says that he asks.
 */
public final class AccessReads {

  private long permissions;
  private long namedPermissions;

  /** Nobody: identities are numbered from 0. */
  private static final int NOBODY = -1;

  /** Whose rights whoever asks is being told. */
  private int told = NOBODY;

  private boolean requests;
  private boolean ownRequests;
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

  /** Somebody asked what this identity may request. */
  void noteRequest(int identity) {
    if (identity == told) {
      ownRequests = true;
    } else {
      requests = true;
    }
  }

  /** From here on the rights of this identity are told, until {@link #toldAll}. */
  void tell(int identity) {
    told = identity;
  }

  void toldAll() {
    told = NOBODY;
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

  /** Whether such were asked about whose rights were being told, as what that identity may do. */
  public boolean askedForOwnRequests() {
    return ownRequests;
  }

  /** Whether something that differs was asked for. */
  public boolean anyOf(AccessChange change) {
    return ((requests || ownRequests) && change.requests())
        || (gains && change.gains())
        || (accounts && change.accounts())
        || (permissions & change.permissions()) != 0
        || (namedPermissions & change.namedPermissions()) != 0;
  }
}
