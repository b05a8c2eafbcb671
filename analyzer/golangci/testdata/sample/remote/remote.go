// Package remote writes files in a way that the analyzer cannot see.
package remote

// Host is another machine.
type Host struct{ Name string }

// Put writes data to the named file of the host.
func Put(host Host, name string, data []byte) error { return transfer(host, name, data) }

var transfer = func(Host, string, []byte) error { return nil }

// Save writes the settings.
func Save(data []byte) error {
	return Put(Host{"a"}, "remote.json", data)
}
