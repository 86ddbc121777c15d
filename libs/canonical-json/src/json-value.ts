/** A JSON value (RFC 8259). Objects are plain; a member named `__proto__` is an ordinary member. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
