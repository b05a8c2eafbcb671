// Package zed stands for an import that sorts behind the writer.
package zed

func All(b []byte) []byte { return b }
