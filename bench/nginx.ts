import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, type Running, startProcess } from "./processes";

type Nginx = Running & { user: string; password: string };

/** The usual way to serve git over HTTP, with a password as well; null where one of its parts isn't installed. */
export async function startNginx(folder: string, repositories: string): Promise<Nginx | null> {
  const nginx = findProgram("nginx");
  const fcgiwrap = findProgram("fcgiwrap");
  const gitFolder = spawnSync("git", ["--exec-path"], { encoding: "utf8" }).stdout.trim();
  const backend = path.join(gitFolder, "git-http-backend");
  if (!nginx || !fcgiwrap || !existsSync(backend)) return null;

  const own = path.join(folder, "nginx");
  mkdirSync(own);
  const password = randomBytes(16).toString("hex");
  const port = await freePort();
  const socket = path.join(own, "fcgi.sock");
  writeFileSync(path.join(own, "passwords"), `bench:{PLAIN}${password}\n`);
  writeFileSync(path.join(own, "nginx.conf"), configuration({ own, port, socket, backend, repositories }));
  const log = path.join(own, "log");
  const wrap = await startProcess({ file: fcgiwrap, args: ["-c", "4", "-s", `unix:${socket}`], log });
  while (!existsSync(socket)) await pause(10);
  const server = await startProcess({
    file: nginx,
    args: ["-p", own, "-c", path.join(own, "nginx.conf"), "-e", path.join(own, "error.log")],
    log,
    listens: { port, ready: "/ready" },
  });
  return {
    ...server,
    user: "bench",
    password,
    stop: async () => {
      await server.stop();
      await wrap.stop();
    },
  };
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => path.join(folder, name)).find(existsSync);
}

function configuration(of: {
  own: string;
  port: number;
  socket: string;
  backend: string;
  repositories: string;
}): string {
  // As root, nginx would give its workers to an account that can't read the folder.
  const user = process.geteuid?.() === 0 ? "user root;" : "";
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${of.own};`);
  return `${user}
daemon off;
pid ${of.own}/pid;
worker_processes 2;
events {}
http {
  access_log off;
  ${folders.join("\n  ")}
  client_max_body_size 0;
  server {
    listen 127.0.0.1:${of.port};
    location = /ready { return 200; }
    location / {
      auth_basic git;
      auth_basic_user_file ${of.own}/passwords;
      fastcgi_pass unix:${of.socket};
      fastcgi_buffering off;
      fastcgi_param SCRIPT_FILENAME ${of.backend};
      fastcgi_param GIT_PROJECT_ROOT ${of.repositories};
      fastcgi_param GIT_HTTP_EXPORT_ALL 1;
      fastcgi_param GIT_PROTOCOL $http_git_protocol;
      fastcgi_param HTTP_CONTENT_ENCODING $http_content_encoding;
      fastcgi_param PATH_INFO $uri;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param REMOTE_USER $remote_user;
      fastcgi_param REMOTE_ADDR $remote_addr;
    }
  }
}
`;
}
