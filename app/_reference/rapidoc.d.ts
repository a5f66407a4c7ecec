/** Defines the element `rapi-doc`; it exports nothing that is used, and brings no types. */
declare module "rapidoc";
