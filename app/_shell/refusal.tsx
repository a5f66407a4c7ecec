import { PageHead } from "@/components/page";
import { Avatar } from "@/components/ui/avatar";
import { Panel, PanelBody } from "@/components/ui/panel";

/** For who may see the resource but not do this: says who may. */
export function Refusal({ title, rule, admins }: { title: string; rule: string; admins: string[] }) {
  return (
    <>
      <PageHead title={title} />
      <Panel>
        <PanelBody className="grid gap-3">
          <p className="font-semibold">{rule}</p>
          {admins.length > 0 ? (
            <>
              <p className="text-muted">Ask one of them:</p>
              <ul className="flex flex-wrap gap-x-5 gap-y-2">
                {admins.map((name) => (
                  <li key={name} className="flex items-center gap-2">
                    <Avatar name={name} />
                    {name}
                  </li>
                ))}
              </ul>
            </>
          ) : null}
        </PanelBody>
      </Panel>
    </>
  );
}
