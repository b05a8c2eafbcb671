package fix_lines

import ( "io"; "os" )

func copyTo(name string, r io.Reader) error {
	b, err := io.ReadAll(r); if err != nil { return err }
	return os.WriteFile(name, b, 0o644) // want `no fix: the package clause or an import shares its line with other code`
}
