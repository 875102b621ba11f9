import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of a cluster in a process of its own: NAME FOLDER HTTP-PORT TRANSPORT-PORT SEEDS MASTERS. */
public final class Node {
    public static void main(final String[] args) throws Exception {
        final Path folder = Path.of(args[1]).toAbsolutePath();
        final OpenSearchRunner runner = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                runner.close();
            } catch (final Exception closing) {
                System.err.println(closing);
            }
        }));
        runner.onBuild((number, settings) -> {
            settings.put("node.name", args[0]);
            settings.put("http.port", args[2]);
            settings.put("transport.port", args[3]);
            settings.put("network.host", "127.0.0.1");
            settings.put("discovery.type", "zen");
            settings.putList("discovery.seed_hosts", args[4].split(","));
            settings.putList("cluster.initial_master_nodes", args[5].split(","));
            settings.putList("path.repo", folder.getParent().resolve("snapshots").toString());
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(OpenSearchRunner.newConfigs().clusterName("gongkai").numOfNode(1).basePath(folder.toString()));
        System.out.println(args[0] + " started");
        new CountDownLatch(1).await();
    }
}
