// Package store keeps Accord's data, in SQLite by default and in PostgreSQL
// with the same code. It is the only importer of gorm and goose.
//
// Everything belongs to a workspace and no query can forget it: [Within] puts
// the workspace into the context, and every statement is scoped by it or
// refused (scope.go for gorm's builder, rawcheck.go for hand-written SQL). What
// must read across workspaces stands in system.go, a closed list.
package store
