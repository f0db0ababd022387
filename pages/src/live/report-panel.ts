import { byId } from "../dom";
import type { BroadcastReport } from "../rtc-user";
import { facts } from "./report";

/** How the last broadcast went; hidden until there was one. */
export class ReportPanel {
  readonly #panel = byId("report", HTMLElement);
  readonly #facts = byId("report-facts", HTMLElement);
  readonly #link = byId("report-link", HTMLAnchorElement);

  /** @param ingest the server's own, if it has one */
  show(report: BroadcastReport, ingest: string | null): void {
    this.#facts.replaceChildren(
      ...facts(report, ingest).map(({ label, value }) => {
        const row = document.createElement("div");
        const term = document.createElement("dt");
        const details = document.createElement("dd");
        term.textContent = label;
        details.textContent = value;
        row.append(term, details);
        return row;
      }),
    );
    this.#link.href = `/api/broadcasts/${encodeURIComponent(report.id)}`;
    this.#panel.hidden = false;
  }

  hide(): void {
    this.#panel.hidden = true;
  }
}
