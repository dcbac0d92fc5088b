package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.catalogue.Row;
import java.util.List;

/** The rows of this package, in the catalogue's order. */
public final class IdentityRows {

  private IdentityRows() {}

  public static List<Row> all() {
    return ROWS;
  }

  private static final List<Row> ROWS =
      List.of(
          new ApiServerBroken(),
          new MountedToken(),
          new ImpliedGroups(),
          new BoundRights(),
          new Exec(),
          new ForwardPorts(),
          new ProxyToPods(),
          new ProxyToNodes(),
          new AskKubelets(),
          new EphemeralContainer(),
          new ChangeWorkload(),
          new CreateWorkload(),
          new BindNamedPod(),
          new MountSecrets(),
          new ReadSecrets(),
          new CreateToken(),
          new TokenSecret(),
          new Impersonation(),
          new BindRoles(),
          new EscalateRoles(),
          new ClientCertificate(),
          new BootstrapToken(),
          AuthenticationConfigMaps.certain(),
          AuthenticationConfigMaps.feared(),
          new TakeDownFences(),
          new PassForOthers(),
          new RelabelNamespace(),
          new Disturb(),
          new Anonymous(),
          new ServerPaths(),
          new WriteWhatIsLoaded(),
          new RewriteByWebhook(),
          new ReadByWebhook(),
          new WeakenAdmission(),
          new WeakenParameters(),
          new FailOpen(),
          new EscapeBySelector(),
          new AdmissionBackends(),
          new RegisterExtension(),
          Deputies.acting(),
          Deputies.makingPods(),
          new StealLease(),
          new ReadContent(),
          new ReadEnvironment(),
          new ReadNames(),
          SecretOpensMore.credentials(),
          SecretOpensMore.registries(),
          new CloudRole(),
          new ForeignToken(),
          new SharedRoots());
}
