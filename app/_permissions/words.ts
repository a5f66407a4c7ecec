import type { Permission } from "@/lib/permissions/input";

export const permissionNames: Record<Permission, string> = { read: "Read", write: "Write", admin: "Admin" };

/** What each permission allows, on either kind of resource. */
export const allows: Record<"project" | "repository", Record<Permission, string>> = {
  project: {
    read: "See the project, read and clone its repositories.",
    write: "Push to its repositories as well.",
    admin: "Manage its repositories, settings, permissions and access tokens as well.",
  },
  repository: {
    read: "Read and clone it.",
    write: "Push to it as well.",
    admin: "Manage its settings, permissions and access tokens as well, and delete it.",
  },
};
