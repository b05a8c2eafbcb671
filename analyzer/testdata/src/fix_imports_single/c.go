package fix_imports_single // without any import

func (d *dir) save(name string) error {
	f, err := d.root.Create(name) // want `^fix$`
	if err != nil {
		return err
	}
	if _, err := f.WriteString("content"); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
