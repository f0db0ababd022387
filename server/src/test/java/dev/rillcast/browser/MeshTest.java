package dev.rillcast.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Four browsers, of which each is in a call with each. */
@Tag("browser")
@Timeout(120)
class MeshTest {
    @RegisterExtension static final OpenedRoom ROOM = new OpenedRoom();

    @Test
    void eachSeesAndHearsTheOthersUntilTheyLeave() throws Exception {
        List<CallPage> all = ROOM.entered("Ada", "Ben", "Cleo", "Dan");
        for (CallPage caller : all) {
            for (CallPage called : all.subList(all.indexOf(caller) + 1, all.size())) {
                caller.talkTo(called);
            }
        }
        for (CallPage me : all) {
            for (CallPage other : others(me, all)) {
                me.seesCamera(other);
            }
        }
        all.getFirst().hears(all.getLast());
        all.getLast().hears(all.getFirst());

        CallPage dan = all.getLast();
        List<CallPage> rest = others(dan, all);
        dan.run("await user.leaveRoom()");
        for (CallPage other : rest) {
            other.awaitEvent("RemotePeerDisconnected", dan);
            other.awaitEvent("CallDropped", dan);
            other.awaitOthers(rest);
            dan.awaitEvent("CallDropped", other);
        }
        dan.awaitClosedConnections();
        dan.awaitFreeDevices();

        CallPage ada = all.getFirst();
        ada.seesCamera(all.get(1));
        rest.forEach(each -> each.run("await user.signOut()"));
        for (CallPage me : all) {
            me.awaitClosedConnections();
            me.awaitFreeDevices();
            others(me, all).forEach(other -> assertEquals(1, me.count("CallDropped", other)));
        }
    }

    private static List<CallPage> others(CallPage me, List<CallPage> all) {
        return all.stream().filter(each -> !each.equals(me)).toList();
    }
}
