package fix_lines

import "os"

var _ = os.Args

func whole(name string, data []byte) error { println(name); return os.WriteFile(name, data, 0o644) } // want `^fix$`

// Blocks of one statement are no obstacle.
func short(name string, data []byte) error {
	f, err := os.Create(name) // want `^fix$`
	if err != nil { return err }
	defer func() { f.Close() }()
	_, err = f.Write(data)
	if err != nil { return err }
	return nil
}
