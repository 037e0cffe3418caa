// Package store is what the book needs from a database: reads on one snapshot,
// writes in one transaction at a time, and tables that belong to a generation.
//
// Two stores serve it, [comity/internal/store/sqlite] and
// [comity/internal/store/postgres]; the suite in
// [comity/internal/store/storetest] runs on both. Statements are written once,
// in the subset of SQL that both speak, with ? for each argument:
//
//   - good: ON CONFLICT … RETURNING, CTEs, windows, FILTER, row values,
//     IS DISTINCT FROM, string_agg, explicit order of NULLs;
//   - not: FOR UPDATE, DML in CTEs, JSON operators, triggers, sequences.
//
// Instants are microseconds of UTC, days ISO text, money minor units, and a
// yes or no is 1 or 0. Every list ends in a unique key.
//
// Projected tables, those that a replay of the book makes, are named in
// braces: {account} is g3_account in the third generation. Kernel's tables
// and ordinary rows are named plainly.
package store
