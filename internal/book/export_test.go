package book

// Stop calls f at each step of the writer and of a rebuild's switch. Tests
// only: the field has no other setter.
func (b *Book) Stop(f func(step string)) { b.hook = f }
