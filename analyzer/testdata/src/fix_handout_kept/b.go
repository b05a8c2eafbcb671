package fix_handout_kept

import "os"

var all = make([]*os.File, 1)

func keep(name string) error {
	if name == "" {
		return nil
	}
	f, err := far(name)
	if err != nil {
		return err
	}
	all[0] = f
	return nil
}
