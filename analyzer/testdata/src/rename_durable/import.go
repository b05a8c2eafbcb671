package rename_durable

import (
	"os"
)

// The rename is all that this file imports package os for.
func (p *part) rename() error {
	if err := p.f.Close(); err != nil {
		return p.drop(err)
	}
	if err := os.Rename(p.f.Name(), p.name); err != nil { // want `no-sync`
		return p.drop(err)
	}
	return nil
}
