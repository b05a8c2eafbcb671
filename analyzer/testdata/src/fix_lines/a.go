package fix_lines; import "os"; func save(name string, data []byte) error { return os.WriteFile(name, data, 0o644) } // want `no fix: the package clause or an import shares its line with other code`
