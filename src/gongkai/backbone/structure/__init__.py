"""How the portal is laid out: columns, navigation, banners and short addresses."""
