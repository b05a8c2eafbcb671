package fix_lines

import "os"

func handle(name string, data []byte) error { f, err := os.Create(name); if err != nil { return err }; defer f.Close(); _, err = f.Write(data); return err } // want `no fix: statements share a line`

func semicolons(name string, data []byte) error {
	f, err := os.Create(name); defer println(name) // want `no fix: statements share a line`
	if err != nil { return err }
	if _, err := f.Write(data); err != nil { f.Close(); return err }
	return f.Close()
}
