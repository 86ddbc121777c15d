/** A value of JSON (RFC 8259). Objects are plain; a member named `__proto__` is one like any other. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
