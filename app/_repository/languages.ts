import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import clojure from "highlight.js/lib/languages/clojure";
import cmake from "highlight.js/lib/languages/cmake";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import dart from "highlight.js/lib/languages/dart";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import elixir from "highlight.js/lib/languages/elixir";
import elm from "highlight.js/lib/languages/elm";
import erlang from "highlight.js/lib/languages/erlang";
import fsharp from "highlight.js/lib/languages/fsharp";
import go from "highlight.js/lib/languages/go";
import gradle from "highlight.js/lib/languages/gradle";
import graphql from "highlight.js/lib/languages/graphql";
import groovy from "highlight.js/lib/languages/groovy";
import handlebars from "highlight.js/lib/languages/handlebars";
import haskell from "highlight.js/lib/languages/haskell";
import http from "highlight.js/lib/languages/http";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import julia from "highlight.js/lib/languages/julia";
import kotlin from "highlight.js/lib/languages/kotlin";
import latex from "highlight.js/lib/languages/latex";
import less from "highlight.js/lib/languages/less";
import lua from "highlight.js/lib/languages/lua";
import makefile from "highlight.js/lib/languages/makefile";
import markdown from "highlight.js/lib/languages/markdown";
import nginx from "highlight.js/lib/languages/nginx";
import nix from "highlight.js/lib/languages/nix";
import objectivec from "highlight.js/lib/languages/objectivec";
import ocaml from "highlight.js/lib/languages/ocaml";
import perl from "highlight.js/lib/languages/perl";
import php from "highlight.js/lib/languages/php";
import plaintext from "highlight.js/lib/languages/plaintext";
import powershell from "highlight.js/lib/languages/powershell";
import properties from "highlight.js/lib/languages/properties";
import protobuf from "highlight.js/lib/languages/protobuf";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import scala from "highlight.js/lib/languages/scala";
import scss from "highlight.js/lib/languages/scss";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import vim from "highlight.js/lib/languages/vim";
import wasm from "highlight.js/lib/languages/wasm";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

/** The languages that code is coloured in; markdown names them or one of their aliases. */
export const languages = {
  bash,
  c,
  clojure,
  cmake,
  cpp,
  csharp,
  css,
  dart,
  diff,
  dockerfile,
  elixir,
  elm,
  erlang,
  fsharp,
  go,
  gradle,
  graphql,
  groovy,
  handlebars,
  haskell,
  http,
  ini,
  java,
  javascript,
  json,
  julia,
  kotlin,
  latex,
  less,
  lua,
  makefile,
  markdown,
  nginx,
  nix,
  objectivec,
  ocaml,
  perl,
  php,
  plaintext,
  powershell,
  properties,
  protobuf,
  python,
  r,
  ruby,
  rust,
  scala,
  scss,
  shell,
  sql,
  swift,
  typescript,
  vim,
  wasm,
  xml,
  yaml,
};

/** The language of a file by its name; null where it's shown without colours. */
export function languageOf(fileName: string): keyof typeof languages | null {
  const name = fileName.toLowerCase();
  const [, extension = ""] = /\.([^.]+)$/.exec(name) ?? [];
  return byName[name] ?? byExtension[extension] ?? (name.startsWith("dockerfile") ? "dockerfile" : null);
}

const byName: Readonly<Record<string, keyof typeof languages>> = {
  ".bash_profile": "bash",
  ".bashrc": "bash",
  ".editorconfig": "ini",
  ".gitconfig": "ini",
  ".npmrc": "ini",
  ".profile": "bash",
  "cmakelists.txt": "cmake",
  containerfile: "dockerfile",
  gemfile: "ruby",
  gnumakefile: "makefile",
  jenkinsfile: "groovy",
  makefile: "makefile",
  "nginx.conf": "nginx",
  rakefile: "ruby",
  vagrantfile: "ruby",
};

const byExtension: Readonly<Record<string, keyof typeof languages>> = {
  bash: "bash",
  c: "c",
  cc: "cpp",
  cfg: "ini",
  cjs: "javascript",
  clj: "clojure",
  cljs: "clojure",
  cmake: "cmake",
  console: "shell",
  cpp: "cpp",
  cs: "csharp",
  css: "css",
  cts: "typescript",
  cxx: "cpp",
  dart: "dart",
  diff: "diff",
  dockerfile: "dockerfile",
  edn: "clojure",
  elm: "elm",
  erl: "erlang",
  ex: "elixir",
  exs: "elixir",
  fs: "fsharp",
  fsx: "fsharp",
  gemspec: "ruby",
  go: "go",
  gql: "graphql",
  gradle: "gradle",
  graphql: "graphql",
  groovy: "groovy",
  h: "c",
  hbs: "handlebars",
  hh: "cpp",
  hpp: "cpp",
  hrl: "erlang",
  hs: "haskell",
  htm: "xml",
  html: "xml",
  http: "http",
  ini: "ini",
  java: "java",
  jl: "julia",
  js: "javascript",
  json: "json",
  json5: "json",
  jsonc: "json",
  jsx: "javascript",
  kt: "kotlin",
  kts: "kotlin",
  less: "less",
  lua: "lua",
  m: "objectivec",
  markdown: "markdown",
  md: "markdown",
  mjs: "javascript",
  mk: "makefile",
  ml: "ocaml",
  mli: "ocaml",
  mm: "objectivec",
  mts: "typescript",
  nix: "nix",
  patch: "diff",
  php: "php",
  pl: "perl",
  plist: "xml",
  pm: "perl",
  properties: "properties",
  proto: "protobuf",
  ps1: "powershell",
  psm1: "powershell",
  py: "python",
  pyi: "python",
  r: "r",
  rake: "ruby",
  rb: "ruby",
  rs: "rust",
  sass: "scss",
  sc: "scala",
  scala: "scala",
  scss: "scss",
  sh: "bash",
  sql: "sql",
  sty: "latex",
  svelte: "xml",
  svg: "xml",
  swift: "swift",
  tex: "latex",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  vim: "vim",
  vue: "xml",
  wat: "wasm",
  webmanifest: "json",
  xhtml: "xml",
  xml: "xml",
  xsd: "xml",
  xsl: "xml",
  yaml: "yaml",
  yml: "yaml",
  zsh: "bash",
};
