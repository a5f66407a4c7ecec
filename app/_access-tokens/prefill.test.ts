import { describe, expect, it } from "vitest";
import type { TokenPreset } from "@/lib/token-presets/preset";
import { prefillOf } from "./prefill";

const preset: TokenPreset = {
  id: "release-bot",
  name: "Release bot",
  builtIn: true,
  scopes: ["repository:write", "project"],
  lifetimeDays: 90,
  addresses: ["10.0.0.0/8"],
  refs: ["release/*", "refs/tags/*"],
};

describe("the form, filled in by a link", () => {
  it("begins empty where the address asks for nothing", () => {
    expect(prefillOf({}, [preset], "repository")).toMatchObject({ name: "", presetId: null, byLink: false });
  });

  it("takes a name and scopes, however the scopes are parted", () => {
    const prefill = prefillOf({ name: " ci ", scopes: "pipeline,repository webhook" }, [], "repository");
    expect(prefill).toMatchObject({ name: "ci", byLink: true, missing: [] });
    expect(prefill.grant.scopes).toEqual(["repository", "webhook", "pipeline"]);
  });

  it("takes a preset by its id or its name", () => {
    for (const wanted of ["release-bot", "release BOT"]) {
      expect(prefillOf({ preset: wanted }, [preset], "project")).toMatchObject({
        presetId: "release-bot",
        grant: {
          scopes: ["repository:write", "project"],
          expiry: { option: "90" },
          addresses: "10.0.0.0/8",
          refs: "release/*\nrefs/tags/*",
        },
      });
    }
  });

  it("says what it asked for in vain", () => {
    expect(prefillOf({ preset: "ghost", scopes: "account,nonsense" }, [preset], "repository").missing).toEqual([
      "There is no preset called ghost.",
      "A repository token can’t hold account.",
      "A repository token can’t hold nonsense.",
    ]);
    expect(prefillOf({ preset: "release-bot" }, [preset], "repository").missing).toEqual([
      "A repository token can’t hold project.",
    ]);
  });
});
