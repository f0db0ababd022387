package dev.rillcast.room;

import static net.jqwik.api.Arbitraries.frequencyOf;
import static net.jqwik.api.Arbitraries.integers;
import static net.jqwik.api.Combinators.combine;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** Five users do anything in any order; a failure names the seed and the fewest steps to it. */
class RoomWalkTest {
    private static final RoomLimits LIMITS = new RoomLimits(4, 2, Duration.ofSeconds(45));

    /** What the walks must have met, or else they prove little. */
    private static final List<String> TO_BE_MET =
            List.of(
                    "PeerGone",
                    "CallIncoming",
                    "CallAnswered polite",
                    "CallAnswered impolite",
                    "CallRejected BUSY",
                    "CallRejected UNANSWERED",
                    "CallRejected GONE",
                    "CallDeclined",
                    "CallDropped HUNG_UP",
                    "CallDropped UNANSWERED",
                    "CallDropped GONE",
                    "Negotiated",
                    "refused ONESELF",
                    "refused NO_SUCH",
                    "refused NOT_NOW");

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    @StatisticsReport(StatisticsReportMode.OFF)
    void roomsDoAsTheReferenceDoesWhateverHappens(@ForAll("walks") List<Step> steps) {
        RoomWalk walk = new RoomWalk(LIMITS, new LocalRooms(LIMITS));
        walk.take(steps);
        walk.seen().forEach(Statistics::collect);
        Statistics.coverage(
                coverage -> {
                    for (String kind : TO_BE_MET) {
                        coverage.check(kind).count(walks -> walks >= 10);
                    }
                });
    }

    @Provide
    Arbitrary<List<Step>> walks() {
        return steps().list().ofMaxSize(200).withSizeDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Step> steps() {
        Arbitrary<String> user = Arbitraries.of("1", "2", "3", "4", "5");
        Arbitrary<String> room =
                frequencyOf(
                        Tuple.of(3, Arbitraries.of("red")), Tuple.of(1, Arbitraries.of("blue")));
        Arbitrary<Boolean> flag = Arbitraries.of(false, true);
        return frequencyOf(
                Tuple.of(6, combine(user, room).as(Step.Enter::new)),
                Tuple.of(2, user.map(Step.Leave::new)),
                Tuple.of(2, combine(user, flag).as(Step.Away::new)),
                Tuple.of(1, combine(user, flag, flag).as(Step.Mute::new)),
                Tuple.of(8, combine(user, user).as(Step.Invoke::new)),
                Tuple.of(8, combine(user, user).as(Step.Answer::new)),
                Tuple.of(2, combine(user, user).as(Step.Decline::new)),
                Tuple.of(4, combine(user, user).as(Step.HangUp::new)),
                Tuple.of(6, combine(user, user, integers().between(-1, 1)).as(Step.Negotiate::new)),
                Tuple.of(2, Arbitraries.of(1, 44, 45).map(Step.Pass::new)),
                Tuple.of(2, Arbitraries.create(Step.Sweep::new)));
    }
}
