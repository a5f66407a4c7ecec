"use client";
import { Braces, Ellipsis, Lock, Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { counted } from "@/app/_shell/counted";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { Status } from "@/components/ui/status";
import { Cell, MenuCell, Pair, Row, Table } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { Variable } from "@/lib/variables/variable";
import { deleteVariableAction } from "./actions";
import type { VariablePlaceName } from "./place";
import { ChangeVariable, DeleteVariable } from "./variable-dialogs";

type Asked = { what: "change" | "delete"; variable: Variable };

/** The variables of one place. What is secured shows that it is, and nothing of its value. */
export function VariableList({
  place,
  label,
  variables,
}: {
  place: VariablePlaceName;
  label: string;
  variables: Variable[];
}) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const leave = () => setAsked(null);
  /** The menu of a row, or where the next variable is added. */
  const focusMenu = (isWanted: (id: string | undefined) => boolean) => {
    const menus = [...(list.current?.querySelectorAll<HTMLElement>("[data-variable]") ?? [])];
    const menu = menus.find(({ dataset }) => isWanted(dataset.variable));
    (menu ?? document.querySelector<HTMLElement>("main [name=key]"))?.focus();
  };
  const giveFocusBack = (id: string) => focusMenu((other) => other === id);

  function remove({ id, key }: Variable) {
    run(
      () => deleteVariableAction(place, id),
      () => {
        showToast({ title: `${key} deleted`, text: "Runs that start from now on don’t get it." });
        // Its own row is about to go.
        focusMenu((other) => other !== id);
      },
    );
  }

  return (
    <div ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-busy={pending}>
      <FormMessage message={message} />
      <Panel>
        {variables.length === 0 ? (
          <EmptyState title="No variables yet" picture={<Icon icon={Braces} size={22} className="text-muted" />}>
            A password, a region, an account: what runs need, and a repository had better not hold.
          </EmptyState>
        ) : (
          <>
            <Table
              caption={`Variables of ${label}`}
              columns={[{ label: "Name" }, { label: "Value" }, { label: "Actions", hidden: true }]}
            >
              {variables.map((variable) => (
                <Row key={variable.id}>
                  <Cell className="font-mono font-semibold [overflow-wrap:anywhere]">{variable.key}</Cell>
                  <Pair label="Value">
                    <Value value={variable.value} />
                  </Pair>
                  <MenuCell>
                    <VariableMenu variable={variable} onAsk={(what) => setAsked({ what, variable })} />
                  </MenuCell>
                </Row>
              ))}
            </Table>
            <PanelFoot>{counted(variables.length, "variable")}</PanelFoot>
          </>
        )}
      </Panel>
      <ChangeVariable
        place={place}
        variable={asked?.what === "change" ? asked.variable : null}
        onLeave={leave}
        onClosed={giveFocusBack}
      />
      <DeleteVariable
        variable={asked?.what === "delete" ? asked.variable : null}
        onLeave={leave}
        onDelete={remove}
        onClosed={giveFocusBack}
      />
    </div>
  );
}

function VariableMenu({ variable, onAsk }: { variable: Variable; onAsk: (what: Asked["what"]) => void }) {
  return (
    <Menu
      trigger={
        <Button
          kind="quiet"
          size="small"
          iconOnly
          aria-label={`Actions for ${variable.key}`}
          data-variable={variable.id}
        >
          <Icon icon={Ellipsis} />
        </Button>
      }
    >
      <MenuItem onSelect={() => onAsk("change")}>
        <Icon icon={Pencil} />
        Change…
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger onSelect={() => onAsk("delete")}>
        <Icon icon={Trash2} />
        Delete…
      </MenuItem>
    </Menu>
  );
}

const mostShown = 200;

function Value({ value }: { value: string | null }) {
  if (value === null) return <Status icon={Lock}>Secured</Status>;
  if (value === "") return <span className="text-sm text-muted">Empty</span>;
  return (
    <code title={value} translate="no" className="line-clamp-3 text-sm [overflow-wrap:anywhere] whitespace-pre-wrap">
      {value.length > mostShown ? `${value.slice(0, mostShown)}…` : value}
    </code>
  );
}
