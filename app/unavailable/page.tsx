import { Database, RefreshCw } from "lucide-react";
import type { Metadata } from "next";
import { Gatehouse } from "@/components/gatehouse";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import { TryAgain } from "./try-again";

export const metadata: Metadata = { title: "The database can’t be reached", robots: { index: false } };

/** What every page shows, with status 503, while the database is away. The web process puts it in their place. */
export default function UnavailablePage() {
  return (
    <Gatehouse wide foot="If you run this server: the log names the address it tried.">
      <span className="inline-grid size-11 place-items-center rounded-lg border border-caution-line bg-caution-soft text-caution-fg">
        <Icon icon={Database} size={22} />
      </span>
      <div>
        <h1 className="text-2xl">The database can’t be reached</h1>
        <p className="mt-1.5 max-w-[56ch] text-muted">
          Until it answers, Latchkey lets nobody in: pages, git and the API all say 503. No token was revoked and
          nothing is lost.
        </p>
      </div>
      <Status icon={RefreshCw} className="text-sm!">
        Trying again every 5 seconds
      </Status>
      <TryAgain />
    </Gatehouse>
  );
}
