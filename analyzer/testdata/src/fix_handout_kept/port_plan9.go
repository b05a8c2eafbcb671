package fix_handout_kept

func onPlan9(name string) error {
	f, err := ported(name)
	if err != nil {
		return err
	}
	return f.Close()
}
