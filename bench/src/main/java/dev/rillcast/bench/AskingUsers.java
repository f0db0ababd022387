package dev.rillcast.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;

/** Users who keep silent but for requests, from one after the other of them. */
final class AskingUsers implements Crowd<SignalFigures> {
    private final int rate;
    private final Times answers = new Times();
    private final Faults faults = new Faults();
    private List<SignalUser> users = List.of();

    /**
     * @param rate requests in a second, of all together
     */
    AskingUsers(int rate) {
        this.rate = rate;
    }

    @Override
    public void come(HttpClient client, URI server, int count) {
        users = Crowd.inBatches(count, _ -> SignalUser.signIn(client, server, answers, faults));
    }

    @Override
    public double[] act(int seconds) {
        return Pace.keep(rate, seconds, (i, due) -> users.get(i % users.size()).ask(due));
    }

    @Override
    public void restart() {
        answers.restart();
    }

    @Override
    public SignalFigures figures(SignalCost cost) {
        faults.add(cost.late().count() - answers.count(), "requests had no answer");
        return new SignalFigures(cost, answers.millis(), faults.list());
    }

    @Override
    public void leave() {
        users.forEach(SignalUser::leave);
    }
}
