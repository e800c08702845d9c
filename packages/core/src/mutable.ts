/** An object under construction. Fields that may be absent are assigned one by one: a spread for each takes V8 microseconds. */
export type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
